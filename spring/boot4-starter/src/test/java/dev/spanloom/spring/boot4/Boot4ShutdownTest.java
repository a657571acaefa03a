package dev.spanloom.spring.boot4;

import dev.spanloom.spring.contract.ShutdownContract;

class Boot4ShutdownTest extends ShutdownContract {}
