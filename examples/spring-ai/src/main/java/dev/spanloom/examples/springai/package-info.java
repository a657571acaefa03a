/** A web application that answers questions with a model and a tool of Spring AI. */
@NullMarked
package dev.spanloom.examples.springai;

import org.jspecify.annotations.NullMarked;
