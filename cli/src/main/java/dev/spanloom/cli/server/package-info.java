/** The command that serves a store, and the tokens of its clients. */
@NullMarked
package dev.spanloom.cli.server;

import org.jspecify.annotations.NullMarked;
