/** What all endpoints share: replies, errors, bodies. */
@NullMarked
package dev.spanloom.server.http;

import org.jspecify.annotations.NullMarked;
