/** Records as plain JSON; start at {@link io.ptmtorrent.catalog.json.RecordJson}. */
@NullMarked
package io.ptmtorrent.catalog.json;

import org.jspecify.annotations.NullMarked;
