package dev.spanloom.spring.boot4;

import dev.spanloom.spring.contract.AotContract;

class Boot4AotTest extends AotContract {}
