package io.ptmtorrent.local;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives every option an environment variable: {@code --kafka-config} is {@code PTM_KAFKA_CONFIG}.
 *
 * <p>The command line wins over the environment, the environment over the option's own default. An empty variable
 * counts as not set.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {
    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
            return null;
        }
        return Arrays.stream(option.names())
                .filter(name -> name.startsWith("--"))
                .map(name -> environment.getOrDefault(variable(name), ""))
                .filter(value -> !value.isBlank())
                .findFirst()
                .orElse(null);
    }

    /** The variable of an option's name. */
    static String variable(String option) {
        return "PTM_" + option.substring("--".length()).replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
