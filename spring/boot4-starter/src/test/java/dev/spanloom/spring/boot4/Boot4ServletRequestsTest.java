package dev.spanloom.spring.boot4;

import dev.spanloom.spring.contract.ServletRequestsContract;

class Boot4ServletRequestsTest extends ServletRequestsContract {}
