create table t (id serial primary key, name text, price numeric(6,2));
insert into t (name, price) values ('tea', 1.5), ('milk and more', 12.25), (null, 3);
select * from t order by id;
-- a comment; with a semicolon
select 'a;b' as x, $$c;d$$ as y;
select nope;
select 1/0;
select count(*) from t where name is null;
select 'two
lines' as l, 1 as n;
update t set price = 2 where id = 1;
do $$ begin raise notice 'hello'; end $$;
select true as b, now() > '2020-01-01' as c, array[1,2] as arr, '{"a":1}'::jsonb as j;
select * from t where false;
