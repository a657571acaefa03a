package dev.spanloom.spring.boot3;

import dev.spanloom.spring.contract.AotContract;

class Boot3AotTest extends AotContract {}
