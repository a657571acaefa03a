/** Requests that come in and that go out. */
@NullMarked
package dev.spanloom.spring.web;

import org.jspecify.annotations.NullMarked;
