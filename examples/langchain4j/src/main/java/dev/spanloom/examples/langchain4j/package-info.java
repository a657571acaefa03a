/** Small programs with LangChain4j, traced. */
@NullMarked
package dev.spanloom.examples.langchain4j;

import org.jspecify.annotations.NullMarked;
