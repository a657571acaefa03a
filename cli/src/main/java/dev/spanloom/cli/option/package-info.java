/** Options and values that several commands take. */
@NullMarked
package dev.spanloom.cli.option;

import org.jspecify.annotations.NullMarked;
