/** One engine that weaves class files, for the agent, the build plugin and the running JVM. */
@NullMarked
package dev.spanloom.weaving;

import org.jspecify.annotations.NullMarked;
