/**
 * Client libraries that are interfaces of services over an HTTP client, as those of OpenAI and
 * Anthropic are: the services tell where and when the program made a call, the HTTP client what was
 * said.
 */
@NullMarked
package dev.spanloom.autolog.client;

import org.jspecify.annotations.NullMarked;
