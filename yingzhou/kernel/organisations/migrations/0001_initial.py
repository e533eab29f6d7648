import datetime
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('divisions', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Facility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日期')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='设施编号')),
                ('name', models.CharField(db_index=True, max_length=80, verbose_name='名称')),
                ('kind', models.CharField(choices=[('elder_home', '养老机构'), ('elder_centre', '社区综合为老服务中心'), ('day_care', '老年人日间照护中心'), ('care_home', '长者照护之家'), ('meal_site', '老年助餐服务场所'), ('canteen', '社区长者食堂'), ('activity_room', '标准化老年活动室'), ('neighbour_point', '示范睦邻点'), ('home_care', '家庭照护床位服务点'), ('child_station', '关爱特殊儿童工作站'), ('child_protection', '未成年人救助保护机构'), ('aid_rental', '康复辅具社区租赁服务点'), ('burial_ground', '公益性埋葬地'), ('ash_hall', '公益性骨灰堂'), ('cemetery', '经营性公墓'), ('volunteer_base', '公益基地'), ('affairs', '社区事务受理点'), ('health', '社区卫生服务点'), ('culture', '社区文化活动点'), ('police', '公安派出所'), ('urban_enforcement', '城管执法中队'), ('market_supervision', '市场监管所')], max_length=20, verbose_name='类别')),
                ('address', models.CharField(blank=True, max_length=120, verbose_name='地址')),
                ('lon', models.FloatField(null=True, verbose_name='经度(CGCS2000)')),
                ('lat', models.FloatField(null=True, verbose_name='纬度(CGCS2000)')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
                ('management_unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='facilities', to='divisions.managementunit')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'division'], name='facility_kind')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='facility_spell')],
            },
        ),
        migrations.CreateModel(
            name='Bed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, verbose_name='床位号')),
                ('facility', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='beds', to='organisations.facility')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('facility', 'number'), name='bed_number_once')],
            },
        ),
        migrations.CreateModel(
            name='FacilityWork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('renovation', '薄弱养老机构改造')], max_length=20, verbose_name='类别')),
                ('on', models.DateField(verbose_name='完成日期')),
                ('facility', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='works', to='organisations.facility')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('facility', 'kind', 'on'), name='facility_work_once')],
            },
        ),
        migrations.CreateModel(
            name='Interment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plot', models.CharField(max_length=20, verbose_name='墓位号')),
                ('plot_area', models.IntegerField(verbose_name='占地面积(平方厘米)')),
                ('in_new_section', models.BooleanField(verbose_name='新开墓区')),
                ('on', models.DateField(verbose_name='安葬日期')),
                ('facility', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interments', to='organisations.facility')),
            ],
            options={
                'indexes': [models.Index(fields=['on'], name='interment_on')],
                'constraints': [models.CheckConstraint(condition=models.Q(('plot_area__gt', 0)), name='interment_area'), models.UniqueConstraint(fields=('facility', 'plot', 'on'), name='interment_once')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日期')),
                ('uscc', models.CharField(max_length=18, unique=True, verbose_name='统一社会信用代码')),
                ('name', models.CharField(db_index=True, max_length=80, verbose_name='名称')),
                ('kind', models.CharField(choices=[('association', '社会团体'), ('service', '社会服务机构(民办非企业单位)'), ('foundation', '基金会'), ('public', '机关事业单位'), ('company', '企业'), ('committee', '村(居)民委员会')], db_index=True, max_length=20, verbose_name='类别')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='organisation_spell')],
            },
        ),
        migrations.AddField(
            model_name='facility',
            name='operator',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='facilities', to='organisations.organisation'),
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日期')),
                ('kind', models.CharField(choices=[('social_work', '社会工作者职业水平证书'), ('caregiver', '养老护理员证书'), ('child_welfare', '儿童福利专业培训考试合格证'), ('aid_consultant', '康复辅助技术咨询师证书'), ('organisation_grade', '社会组织评估等级'), ('standard_home', '标准化养老机构'), ('child_protection', '未成年人救助保护机构规范达标'), ('community_national', '全国农村幸福社区建设示范单位'), ('community_city', '市级农村社区建设试点示范村'), ('community_district', '区级农村社区建设试点示范村'), ('elder_friendly', '老年宜居社区建设')], max_length=20, verbose_name='证书类别')),
                ('grade', models.CharField(blank=True, max_length=10, verbose_name='等级')),
                ('number', models.CharField(max_length=40, verbose_name='证书编号')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='people.person')),
                ('facility', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='organisations.facility')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'grade'], name='certificate_kind')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='certificate_spell'), models.UniqueConstraint(fields=('kind', 'number'), name='certificate_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', False), ('person__isnull', False), _negated=True), models.Q(('facility__isnull', False), ('person__isnull', False), _negated=True), models.Q(('facility__isnull', False), ('organisation__isnull', False), _negated=True)), name='certificate_one_holder')],
            },
        ),
        migrations.CreateModel(
            name='AnnualReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.SmallIntegerField(db_index=True, verbose_name='年度')),
                ('total_income', models.BigIntegerField(verbose_name='总收入(分)')),
                ('purchase_income', models.BigIntegerField(verbose_name='政府购买服务收入(分)')),
                ('subsidy_income', models.BigIntegerField(verbose_name='政府补助收入(分)')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='annual_reports', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'year'), name='annual_report_once'), models.CheckConstraint(condition=models.Q(('total_income__gte', django.db.models.expressions.CombinedExpression(models.F('purchase_income'), '+', models.F('subsidy_income')))), name='annual_report_parts')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日期')),
                ('kind', models.CharField(choices=[('community_worker', '社区工作者'), ('caregiver', '养老护理员'), ('social_worker', '社会工作岗位'), ('child_supervisor', '儿童督导员'), ('child_director', '儿童主任'), ('aid_consultant', '康复辅助技术岗位')], db_index=True, max_length=20, verbose_name='岗位')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
                ('facility', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='organisations.facility')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='post_spell'), models.UniqueConstraint(fields=('person', 'kind', 'valid_from'), name='post_once')],
            },
        ),
        migrations.CreateModel(
            name='BedTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日期')),
                ('setting', models.CharField(choices=[('institution', '机构床位'), ('community', '社区床位'), ('home', '居家(家庭照护)床位')], max_length=12, verbose_name='床位类型')),
                ('nursing', models.BooleanField(verbose_name='护理型')),
                ('dementia', models.BooleanField(verbose_name='认知障碍照护')),
                ('bed', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='organisations.bed')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='bed_term_spell'), models.UniqueConstraint(fields=('bed', 'valid_from'), name='bed_term_once')],
            },
        ),
        migrations.CreateModel(
            name='Capacity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日期')),
                ('unit', models.CharField(choices=[('meals_a_day', '客/日'), ('seats', '座')], max_length=12, verbose_name='单位')),
                ('amount', models.IntegerField(verbose_name='数量')),
                ('facility', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='capacities', to='organisations.facility')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='capacity_spell'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='capacity_amount'), models.UniqueConstraint(fields=('facility', 'unit', 'valid_from'), name='capacity_once')],
            },
        ),
    ]
