package io.ptmtorrent.crawler.hub.pytorch;

/**
 * A piece of Python source.
 *
 * @param text of a name or sign as it stands; of a string its value
 */
record PythonToken(Kind kind, String text) {
    enum Kind {
        NAME,
        /** A string whose value is known. */
        STRING,
        /** A string with expressions in braces ({@code f"..."}), not yet put in. */
        TEMPLATE,
        /** Numbers too. */
        SIGN,
        /** The end of a statement. */
        END
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean isSign(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }
}
