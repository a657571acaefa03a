/** The command {@code spanloom}. Start with {@link dev.spanloom.cli.SpanloomCommand}. */
@NullMarked
package dev.spanloom.cli;

import org.jspecify.annotations.NullMarked;
