/** Zip files, read so that what two readers would see differently shows; start at {@link io.ptmtorrent.inspection.zip.ZipArchive}. */
@NullMarked
package io.ptmtorrent.inspection.zip;

import org.jspecify.annotations.NullMarked;
