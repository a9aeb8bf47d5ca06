package io.ptmtorrent.inspection;

/** Pictures, sounds and papers that stand beside models; their own readers' faults are no matter of ours. */
final class Media {
    private Media() {}

    /** What the first bytes begin; empty where it is none. */
    static String of(byte[] head) {
        if (starts(head, 0, 0x89, 'P', 'N', 'G', 13, 10, 26, 10)) {
            return "png";
        }
        if (starts(head, 0, 0xff, 0xd8, 0xff)) {
            return "jpeg";
        }
        if (starts(head, 0, 'G', 'I', 'F', '8')) {
            return "gif";
        }
        if (starts(head, 0, 'R', 'I', 'F', 'F')
                && (starts(head, 8, 'W', 'E', 'B', 'P') || starts(head, 8, 'W', 'A', 'V', 'E'))) {
            return "riff";
        }
        return starts(head, 0, '%', 'P', 'D', 'F', '-') ? "pdf" : "";
    }

    private static boolean starts(byte[] head, int from, int... magic) {
        for (int at = 0; at < magic.length; at++) {
            if (from + at >= head.length || (head[from + at] & 0xff) != magic[at]) {
                return false;
            }
        }
        return true;
    }
}
