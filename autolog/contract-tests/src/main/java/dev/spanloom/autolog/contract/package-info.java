/** The suites that every integration of an AI library must pass, and the provider they talk to. */
@NullMarked
package dev.spanloom.autolog.contract;

import org.jspecify.annotations.NullMarked;
