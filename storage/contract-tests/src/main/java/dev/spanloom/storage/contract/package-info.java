/**
 * What every storage engine must do, as tests. An engine extends {@link
 * dev.spanloom.storage.contract.TraceStoreContract} and says how to open itself. The artifact with
 * the golden traces must be on the class path; the suites fail without it.
 */
@NullMarked
package dev.spanloom.storage.contract;

import org.jspecify.annotations.NullMarked;
