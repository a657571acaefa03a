/** What an integration of an AI library tells the SDK of itself; for those who write one. */
@NullMarked
package dev.spanloom.integration;

import org.jspecify.annotations.NullMarked;
