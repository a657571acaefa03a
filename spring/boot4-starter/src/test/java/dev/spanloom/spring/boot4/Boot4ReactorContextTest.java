package dev.spanloom.spring.boot4;

import dev.spanloom.spring.contract.ReactorContextContract;

class Boot4ReactorContextTest extends ReactorContextContract {}
