/** The pages of the web UI and their files, as the jar of {@code ui/} has them. */
@NullMarked
package dev.spanloom.server.pages;

import org.jspecify.annotations.NullMarked;
