/** What a command reads from and writes to: lines, colours, progress, questions. */
@NullMarked
package dev.spanloom.cli.terminal;

import org.jspecify.annotations.NullMarked;
