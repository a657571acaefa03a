/** Things of one kind as a table, JSON, JSON Lines or CSV. Start with OutputOption. */
@NullMarked
package dev.spanloom.cli.output;

import org.jspecify.annotations.NullMarked;
