/** What a server does to its store by itself. */
@NullMarked
package dev.spanloom.server.upkeep;

import org.jspecify.annotations.NullMarked;
