package io.ptmtorrent.local;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command speaks, and its surroundings.
 *
 * @param out results
 * @param err progress and errors
 * @param interactive whether {@code err} is a terminal, where a line may replace the one before
 * @param environment the process's variables
 */
record Terminal(PrintWriter out, PrintWriter err, boolean interactive, Map<String, String> environment) {
    static Terminal of(CommandSpec spec) {
        CommandLine command = spec.commandLine();
        Ptm ptm = (Ptm) spec.root().userObject();
        // The launcher looks, as Java cannot tell whether its stderr is a terminal.
        boolean interactive = "yes".equals(ptm.environment().get("PTM_TERMINAL"));
        return new Terminal(command.getOut(), command.getErr(), interactive, ptm.environment());
    }
}
