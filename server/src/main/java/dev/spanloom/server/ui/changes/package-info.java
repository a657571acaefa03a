/** What is new in a store, told to those who listen. */
@NullMarked
package dev.spanloom.server.ui.changes;

import org.jspecify.annotations.NullMarked;
