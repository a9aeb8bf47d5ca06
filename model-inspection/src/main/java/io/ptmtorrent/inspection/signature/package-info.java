/** Signatures over models, as the OpenSSF writes them; start at {@link io.ptmtorrent.inspection.signature.SignatureCheck}. */
@NullMarked
package io.ptmtorrent.inspection.signature;

import org.jspecify.annotations.NullMarked;
