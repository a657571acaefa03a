/** Recording calls where they go over HTTP: request bodies, responses, server-sent events. */
@NullMarked
package dev.spanloom.autolog.http;

import org.jspecify.annotations.NullMarked;
