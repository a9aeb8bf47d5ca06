/**
 * HTTP/1.1 on 127.0.0.1 for the synthetic hosts; start at {@link io.ptmtorrent.samplehub.loopback.LoopbackServer}.
 */
@NullMarked
package io.ptmtorrent.samplehub.loopback;

import org.jspecify.annotations.NullMarked;
