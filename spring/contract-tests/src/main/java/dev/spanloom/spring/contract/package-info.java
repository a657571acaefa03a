/** What every starter must do: suites that start real applications, and that each starter binds. */
@NullMarked
package dev.spanloom.spring.contract;

import org.jspecify.annotations.NullMarked;
