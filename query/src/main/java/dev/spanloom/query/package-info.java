/**
 * The search language: {@link dev.spanloom.query.Filter} is its tree, {@link
 * dev.spanloom.query.Field} what can be asked for.
 */
@NullMarked
package dev.spanloom.query;

import org.jspecify.annotations.NullMarked;
