/** Which files are wanted, and why. Start at {@link io.ptmtorrent.normalizer.policy.Selection}. */
@NullMarked
package io.ptmtorrent.normalizer.policy;

import org.jspecify.annotations.NullMarked;
