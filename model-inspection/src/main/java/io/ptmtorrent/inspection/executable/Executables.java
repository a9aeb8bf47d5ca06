package io.ptmtorrent.inspection.executable;

/** Programs by their first bytes: ELF, PE, Mach-O, scripts, llamafile and other portable ones. */
public final class Executables {
    private Executables() {}

    /** What kind of program it is; empty where it is none. */
    public static String of(byte[] head) {
        if (head.length < 8) {
            return "";
        }
        long first = big(head);
        if (first == 0x7f454c46 && (head[4] == 1 || head[4] == 2) && head[6] == 1) {
            return "ELF";
        }
        if (starts(head, "MZqFpD") || starts(head, "jartsr")) {
            return "portable executable of Cosmopolitan (llamafile)";
        }
        if (starts(head, "MZ") && isPortable(head)) {
            return "PE";
        }
        boolean mach = first == 0xcffaedfeL || first == 0xcefaedfeL || first == 0xfeedfaceL || first == 0xfeedfacfL;
        if (mach && head.length >= 32) {
            return "Mach-O";
        }
        return starts(head, "#!/") || starts(head, "#! /") ? "script" : "";
    }

    private static long big(byte[] head) {
        return ((head[0] & 0xffL) << 24) | ((head[1] & 0xff) << 16) | ((head[2] & 0xff) << 8) | (head[3] & 0xff);
    }

    private static boolean starts(byte[] head, String ascii) {
        for (int at = 0; at < ascii.length(); at++) {
            if (at >= head.length || head[at] != ascii.charAt(at)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPortable(byte[] head) {
        if (head.length < 64) {
            return false;
        }
        int at = (head[60] & 0xff) | ((head[61] & 0xff) << 8) | ((head[62] & 0xff) << 16) | ((head[63] & 0xff) << 24);
        return at >= 0 && at + 4 <= head.length && head[at] == 'P' && head[at + 1] == 'E' && head[at + 2] == 0;
    }
}
