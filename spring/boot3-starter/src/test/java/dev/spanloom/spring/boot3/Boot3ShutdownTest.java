package dev.spanloom.spring.boot3;

import dev.spanloom.spring.contract.ShutdownContract;

class Boot3ShutdownTest extends ShutdownContract {}
