/** MLflow Tracing in applications of Spring Boot: what its starters share. */
@NullMarked
package dev.spanloom.spring;

import org.jspecify.annotations.NullMarked;
