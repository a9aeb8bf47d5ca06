package io.ptmtorrent.local;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/**
 * The ptm command run in this JVM.
 *
 * @param code its exit code
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
public record CommandRun(int code, String out, String err) {
    public static CommandRun of(String... args) {
        return with(Map.of(), args);
    }

    public static CommandRun with(Map<String, String> environment, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Ptm.run(new PrintWriter(out, true), new PrintWriter(err, true), environment, args);
        return new CommandRun(code, out.toString(), err.toString());
    }
}
