/** What is particular to Spring Boot 3. */
@NullMarked
package dev.spanloom.spring.boot3;

import org.jspecify.annotations.NullMarked;
