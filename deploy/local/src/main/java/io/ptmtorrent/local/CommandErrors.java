package io.ptmtorrent.local;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Says on stderr what went wrong, where, and what to do; a stack trace only with {@code --debug}.
 *
 * <p>Exit 2 for what the user gave and is not allowed, 1 for what failed.
 */
final class CommandErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("ptm: " + told(e));
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println("  " + command.getCommandSpec().qualifiedName() + " --help says what is allowed");
        return CommandLine.ExitCode.USAGE;
    }

    /** Of what is not known the option's name alone: what follows it may be a secret that belongs elsewhere. */
    private static String told(ParameterException e) {
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched && unmatched.isUnknownOption()) {
            return "Unknown option: '" + unmatched.getUnmatched().getFirst().split("=", 2)[0] + "'";
        }
        return String.valueOf(e.getMessage());
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, @Nullable ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println("ptm: " + message(e));
        if (debug(command)) {
            e.printStackTrace(err);
        }
        return e instanceof IllegalArgumentException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    private static String message(Throwable e) {
        String message = e.getMessage();
        String own = message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
        String under = e.getCause() == null ? null : e.getCause().getMessage();
        return under == null || own.contains(under) ? own : own + ": " + under;
    }

    private static boolean debug(CommandLine command) {
        return command.getCommandSpec().root().userObject() instanceof Ptm ptm && ptm.debug();
    }
}
