package io.ptmtorrent.contract;

/**
 * Key of everything that concerns one model: {@code <hub>/<stable id>}.
 *
 * @param hub hub name, without a slash
 * @param stableId the hub's immutable id where it has one, else the path in that hub, which may hold slashes
 */
public record ModelKey(String hub, String stableId) {
    public ModelKey {
        if (hub.isEmpty() || hub.indexOf('/') >= 0 || stableId.isEmpty()) {
            throw new IllegalArgumentException("no model key: hub '" + hub + "', stable id '" + stableId + "'");
        }
    }

    /** Reads a key as {@link #toString()} writes it. */
    public static ModelKey parse(String key) {
        int slash = key.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("no model key: '" + key + "' has no slash");
        }
        return new ModelKey(key.substring(0, slash), key.substring(slash + 1));
    }

    @Override
    public String toString() {
        return hub + "/" + stableId;
    }
}
