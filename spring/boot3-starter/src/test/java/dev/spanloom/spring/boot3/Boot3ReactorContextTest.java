package dev.spanloom.spring.boot3;

import dev.spanloom.spring.contract.ReactorContextContract;

class Boot3ReactorContextTest extends ReactorContextContract {}
