/** What programs left in their spools: {@code spanloom spool}. */
@NullMarked
package dev.spanloom.cli.spool;

import org.jspecify.annotations.NullMarked;
