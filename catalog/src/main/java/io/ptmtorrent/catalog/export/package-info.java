/** The data set as files; start at {@link io.ptmtorrent.catalog.export.JsonlExport}. */
@NullMarked
package io.ptmtorrent.catalog.export;

import org.jspecify.annotations.NullMarked;
