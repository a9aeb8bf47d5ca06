/** Tests of the policy. */
@NullMarked
package io.ptmtorrent.normalizer.policy;

import org.jspecify.annotations.NullMarked;
