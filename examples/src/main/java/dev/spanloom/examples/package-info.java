/**
 * The programs of the page "Span tracing with context managers", in its order, in plain Java: basic
 * span, events, status, reading status back, a retriever, reading its outputs, and the chat with
 * its session.
 */
@NullMarked
package dev.spanloom.examples;

import org.jspecify.annotations.NullMarked;
