/** The entry of {@code -javaagent:spanloom-agent.jar}. */
@NullMarked
package dev.spanloom.agent;

import org.jspecify.annotations.NullMarked;
