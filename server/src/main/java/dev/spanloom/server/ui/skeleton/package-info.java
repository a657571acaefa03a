/** The spans of a trace as columns. */
@NullMarked
package dev.spanloom.server.ui.skeleton;

import org.jspecify.annotations.NullMarked;
