/**
 * Traces LangChain4j: models, AI services with their tools, retrievers and guardrails. Programs
 * start with {@link dev.spanloom.autolog.langchain4j.LangChain4jTracing}; AI services are traced as
 * soon as this module is on the class path.
 */
@NullMarked
package dev.spanloom.autolog.langchain4j;

import org.jspecify.annotations.NullMarked;
