/** Policies as people write them, and what a change of one would do. Start at {@link io.ptmtorrent.local.policy.PolicyFile}. */
@NullMarked
package io.ptmtorrent.local.policy;

import org.jspecify.annotations.NullMarked;
