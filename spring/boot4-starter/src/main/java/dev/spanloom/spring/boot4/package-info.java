/** What is particular to Spring Boot 4. */
@NullMarked
package dev.spanloom.spring.boot4;

import org.jspecify.annotations.NullMarked;
