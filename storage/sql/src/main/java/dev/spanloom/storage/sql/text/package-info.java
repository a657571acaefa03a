/**
 * The text index: which chunks have which words. Start with {@link
 * dev.spanloom.storage.sql.text.TextIndex}; {@code docs/spec/text-index.md} tells what lies where.
 */
@NullMarked
package dev.spanloom.storage.sql.text;

import org.jspecify.annotations.NullMarked;
