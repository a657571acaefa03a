/** HTTP and TLS as destinations over the network need them. */
@NullMarked
package dev.spanloom.internal.http;

import org.jspecify.annotations.NullMarked;
