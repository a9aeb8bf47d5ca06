/** The one HTTP client of crawler and sink: a list of interceptors, one job each. Start at {@link io.ptmtorrent.http.HubHttp}. */
@NullMarked
package io.ptmtorrent.http;

import org.jspecify.annotations.NullMarked;
