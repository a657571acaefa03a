/** Who may do what: hosts, origins, tokens, limits. One decorator stands before every route. */
@NullMarked
package dev.spanloom.server.security;

import org.jspecify.annotations.NullMarked;
