/** The private API of the web UI, see {@code docs/spec/ui-api.md}. */
@NullMarked
package dev.spanloom.server.ui;

import org.jspecify.annotations.NullMarked;
